import { describe, expect, it, vi } from "vitest";
import { jobLogger } from "#lib/jobs/told-jobs.ts";

function aLog() {
  const said = { error: vi.fn(), warn: vi.fn(), debug: vi.fn(), trace: vi.fn() };
  // As the queue scopes what it says of a worker: source: graphile-worker, src/worker.ts.
  return { said, logger: jobLogger(() => said).scope({ label: "worker", workerId: "worker-1" }) };
}

describe("the queue's own lines", () => {
  it("tell of a failed job by its name and its error, and not by their text", () => {
    const { said, logger } = aLog();
    const error = new Error("Canária");
    logger.error("Failed task 1 (read-notice, 2.00ms, attempt 1 of 25) with error 'Canária'", {
      failure: true,
      job: { task_identifier: "read-notice" },
      error,
    });
    expect(said.error).toHaveBeenCalledExactlyOnceWith({ job: "read-notice", err: error }, "a job failed");
  });
  it("tell of another trouble as what it is", () => {
    const { said, logger } = aLog();
    const error = new Error("Canária");
    logger.error("PostgreSQL idle client generated error: Canária", { error });
    expect(said.error).toHaveBeenCalledExactlyOnceWith(
      { err: error },
      "PostgreSQL idle client generated error",
    );
  });
  it("tell of what begins and ends where somebody looks for something", () => {
    const { said, logger } = aLog();
    logger.info("Worker connected");
    expect(said.debug).toHaveBeenCalledExactlyOnceWith({}, "Worker connected");
    logger.warn("it took 'Canária'");
    expect(said.warn).toHaveBeenCalledExactlyOnceWith({}, "it took “…”");
  });
});
