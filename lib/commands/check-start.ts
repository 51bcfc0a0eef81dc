import { database } from "#lib/db/client.ts";
import { refuseChangedIndexKey } from "#lib/entry/index-key.ts";
import { refuseUnusableStorage } from "#lib/entry/storage-check.ts";
import { complain } from "./support/say.ts";

/** For `serve`, which runs Next and so cannot run our server code itself: ends with 1 and one line where a start is refused. */
await refuseUnusableStorage(complain);
await refuseChangedIndexKey().finally(() => database().$disconnect());
