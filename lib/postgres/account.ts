import fs from "node:fs";

/** Whom the server runs as, when that is not the current user. */
export type Account = { readonly uid: number; readonly gid: number };

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root. As root it gets the account that its data already belongs to,
 * else one that every Linux has. Null: it runs as the current user.
 */
export function serverAccount(dataDir: string): Account | null {
  const owner = ownerOf(dataDir);
  if (!isRoot()) {
    if (owner && owner.uid !== process.getuid?.() && process.platform !== "win32") {
      throw new Error(`${dataDir} belongs to user ${owner.uid}: start as that user or as root, or remove it`);
    }
    return null;
  }
  if (owner && owner.uid !== 0) return owner;
  const accounts = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL cannot run as root: add a user named postgres, or start as another user");
}

function ownerOf(dir: string): Account | null {
  const found = fs.statSync(dir, { throwIfNoEntry: false });
  return found ? { uid: found.uid, gid: found.gid } : null;
}
