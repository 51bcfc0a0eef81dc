import { database } from "#lib/db/client.ts";
import { refuseChangedIndexKey } from "#lib/entry/index-key.ts";

/** For `serve`, which runs Next and so cannot run our server code itself: ends with 1 and one line where CPFs are indexed by another key. */
await refuseChangedIndexKey().finally(() => database().$disconnect());
