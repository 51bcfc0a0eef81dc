/** A protection taken out by hand, and the test that must go red for it. */
export type Defect = {
  /** The test of the quality page that this protects, such as `W1`. */
  readonly of: string;
  /** What is broken, said as a person would. */
  readonly says: string;
  readonly file: string;
  /** Stands exactly once in the file; when it no longer does, the list is out of date and says so. */
  readonly find: string;
  readonly put: string;
  readonly project: "unit" | "integration" | "e2e";
  readonly test: string;
  /** The title of the one test of that file to run, where the others are about something else. */
  readonly only?: string;
  /** What is taken out protects nothing here: the test must not notice. */
  readonly stays?: "green";
};

export const expectationOf = ({ stays }: Defect): "red" | "green" => stays ?? "red";
