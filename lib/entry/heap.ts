import { setFlagsFromString } from "node:v8";

/**
 * Lets the heap grow to four times what lives before all of it is searched, as V8 itself does for a busy program. Left
 * alone it takes one that makes few objects for idle and allows it 8 MB more: the bytes of pictures and answers lie
 * outside the heap, count towards the 8 MB, and are not seen as work. With fifty paid calls under way it searched three
 * times a second, some 25 ms each, which was half of what a call's p95 added (`npm run bench:call` under
 * `node --trace-gc`). Costs some 40 MB: what lies outside still ends it sooner.
 * Source: V8, src/heap/memory-controller.cc (`GrowingFactor`, `BoundAllocationLimit`) and src/flags/flag-definitions.h.
 */
export function letHeapGrow(): void {
  setFlagsFromString("--heap-growing-percent=300");
}
