import localFont from "next/font/local";

// Both families are OFL-1.1; the names of the families in tokens.css stay as the fall-back of these variables.
const sans = localFont({
  src: "../node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wdth-normal.woff2",
  weight: "100 700",
  declarations: [{ prop: "font-stretch", value: "85% 100%" }],
  display: "swap",
  preload: true,
  variable: "--face-sans",
});

const mono = localFont({
  src: [
    {
      path: "../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2",
      weight: "400",
    },
    {
      path: "../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2",
      weight: "500",
    },
  ],
  display: "swap",
  preload: true,
  variable: "--face-mono",
});

/** Class names for <html>; globals.css takes the families from their variables. */
export const fontClass = `${sans.variable} ${mono.variable}`;
