/** Ours, far above any document of Unico: what is deeper would overflow whoever walks it. */
const MAX_DEPTH = 64;

/**
 * Parses the text of an answer; undefined when it does not mean exactly one thing. Besides broken JSON that is a
 * member named twice in one object (we would read the last, others the first, so a "no" could pass for a "yes") and
 * nesting without end. A byte order mark is not part of the text. Source: RFC 8259, sections 4, 8.1 and 9.
 */
export function parseJson(raw: string): unknown {
  const text = raw.startsWith("\ufeff") ? raw.slice(1) : raw;
  if (!isPlain(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the nesting has an end and no object names a member twice. Takes any text. */
function isPlain(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case "{":
      case "[":
        if (open.push(text[at] === "{" ? new Set() : null) > MAX_DEPTH) return false;
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        const names = open.at(-1);
        if (names && isName(text, end)) {
          const name = nameOf(text.slice(at, end));
          if (names.has(name)) return false;
          names.add(name);
        }
        at = end - 1;
      }
    }
  }
  return true;
}

/** The place after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at += 1;
  return text[at] === ":";
}

/** Two spellings of one name are the same name: escapes are read. */
function nameOf(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
