/** The part of `unico-webframe` 3.23.8 that is used; the package has no types of its own. */
type Callbacks = {
  on: {
    success: (found: { base64: string; encrypted: string }) => void;
    error: (error: SdkError) => void;
    support?: (error: SdkError) => void;
  };
};
/** Newer versions have the functions, older ones the members. */
type SdkError = { code?: number | string; getCode?: () => number | string };
type Config = { setHostname(host: string): Config; setHostKey(key: string): Config };
type Builder = {
  setEnvironment(environment: unknown): Builder;
  setResourceDirectory(path: string): Builder;
  setModelsPath(url: string): Builder;
  build(): {
    prepareSelfieCamera(config: Config, type: unknown): Promise<{ open(callbacks: Callbacks): void }>;
  };
};
type Sdk = {
  UnicoConfig: new () => Config;
  UnicoCheckBuilder: new () => Builder;
  SDKEnvironmentTypes: { UAT: unknown; PROD: unknown };
  SelfieCameraTypes: { SMART: unknown };
};

export type Captured = { encrypted: string; preview: string };
export type CaptureProblem = "cancelled" | "denied" | "turn" | "retry" | "setup";

export class CaptureError extends Error {
  readonly problem: CaptureProblem;
  readonly code: string;
  constructor(problem: CaptureProblem, code: string) {
    super(`capture ended: ${code}`);
    this.problem = problem;
    this.code = code;
  }
}

/** Source: Unico's Web SDK, error codes. */
const PROBLEMS: [RegExp, CaptureProblem][] = [
  [/^73706$/, "denied"],
  [/^(73704|73707|73710|73720|7371[5-8])$/, "cancelled"],
  [/^(73708|73721)$/, "turn"],
  [/^(73000|73100|73400|7340[2-7]|7350[0-2]|73700|73800|73900)$/, "retry"],
];
export const problemOf = (code: string): CaptureProblem =>
  PROBLEMS.find(([codes]) => codes.test(code))?.[1] ?? "setup";

const codeOf = (error: SdkError): string => String(error.getCode?.() ?? error.code ?? 73_000);

/** Served by this host: see `UNICO_SDK_DIR`. */
const FOLDER = "/unico-sdk";

type Settings = { host: string; hostKey: string; environment: "uat" | "production" };

/** Captures with Unico's Web SDK, which draws into the element `box-camera`. */
export async function captureBySdk({ host, hostKey, environment }: Settings): Promise<Captured> {
  const sdk = await load();
  const config = new sdk.UnicoConfig().setHostname(host).setHostKey(hostKey);
  const camera = new sdk.UnicoCheckBuilder()
    .setEnvironment(environment === "production" ? sdk.SDKEnvironmentTypes.PROD : sdk.SDKEnvironmentTypes.UAT)
    .setResourceDirectory(`${FOLDER}/resources`)
    .setModelsPath(`${location.origin}${FOLDER}/models`)
    .build();
  return new Promise((resolve, reject) => {
    const fail = (error: SdkError) => {
      const code = codeOf(error);
      reject(new CaptureError(problemOf(code), code));
    };
    camera.prepareSelfieCamera(config, sdk.SelfieCameraTypes.SMART).then(
      (opener) =>
        opener.open({
          on: {
            success: ({ encrypted, base64 }) => resolve({ encrypted, preview: base64 }),
            error: fail,
            support: fail,
          },
        }),
      fail,
    );
  });
}

async function load(): Promise<Sdk> {
  const url = `${FOLDER}/UnicoCheck.esm.js`;
  try {
    return await import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url);
  } catch {
    throw new CaptureError("setup", "73600");
  }
}
