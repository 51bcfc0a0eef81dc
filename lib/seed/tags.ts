/** What the demo's people tag cases with. */
export const DEMO_TAGS = { sameDevice: "mesmo aparelho", callBack: "retorno do cliente" } as const;
