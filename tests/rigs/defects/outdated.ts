import fs from "node:fs";
import path from "node:path";
import type { Defect } from "./defect.ts";

/** How often what is replaced stands in its file; 0 also where the file is gone. */
export const timesFound = (root: string, { file, find }: Defect): number => {
  const whole = path.join(root, file);
  return fs.existsSync(whole) ? fs.readFileSync(whole, "utf8").split(find).length - 1 : 0;
};

/** What of the list no longer fits the tree, each said in a line. */
export function outdated(defects: readonly Defect[], root: string): string[] {
  return defects.flatMap((defect) => {
    const { of, says, file, find, put, test, only } = defect;
    const times = timesFound(root, defect);
    const testFile = path.join(root, test);
    const isTitled = () => !only || fs.readFileSync(testFile, "utf8").includes(only);
    const faults = [
      times === 1 ? "" : `what is replaced stands ${times} times in ${file}`,
      find === put ? "it replaces something by itself" : "",
      fs.existsSync(testFile) ? (isTitled() ? "" : `no test "${only}" in ${test}`) : `no ${test}`,
    ].filter(Boolean);
    return faults.map((fault) => `${of} "${says}": ${fault}`);
  });
}
