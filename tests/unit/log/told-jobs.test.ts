import { describe, expect, it, vi } from "vitest";
import { jobLogger } from "#lib/jobs/told-jobs.ts";
import * as logging from "#lib/log/log.ts";

const said = { error: vi.fn(), warn: vi.fn(), debug: vi.fn(), trace: vi.fn() };
vi.spyOn(logging, "log").mockReturnValue(said as unknown as ReturnType<typeof logging.log>);

describe("the queue's own lines", () => {
  it("tell of a failed job by its error, which the log knows how to write, and not by their text", () => {
    const err = new Error("Canária");
    jobLogger
      .scope({ taskIdentifier: "read-notice" })
      .error("Failed task 1 with error 'Canária'", { error: err });
    expect(said.error).toHaveBeenCalledExactlyOnceWith({ job: "read-notice", err }, "a job failed");
  });
  it("tell of what begins and ends where somebody looks for something", () => {
    jobLogger.info("Worker connected");
    expect(said.debug).toHaveBeenCalledExactlyOnceWith({ job: undefined }, "Worker connected");
    jobLogger.warn("it took 'Canária'");
    expect(said.warn).toHaveBeenCalledExactlyOnceWith({ job: undefined }, "it took '…'");
  });
});
