export const EXPORTS_PATH = "/exports";
