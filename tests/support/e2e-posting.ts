import type { Action, Form } from "./entry-actions.ts";

export type Body = { body: string | FormData; type?: string };
type Posted = {
  baseURL: string | undefined;
  path: string;
  id: string;
  cookie: string;
  body: Body;
  headers?: Record<string, string>;
};

/** A form as React sends it with an action: its own fields behind `_1_`, the arguments as field 0. */
export function formBody({ bare }: Pick<Action, "bare">, form: Form | [string, string | Blob][]): Body {
  const body = new FormData();
  const fields: [string, string | Blob][] = Array.isArray(form) ? form : Object.entries(form);
  for (const [name, value] of fields) body.append(`_1_${name}`, value);
  body.append("0", bare ? '["$K1"]' : '[{"status":"idle"},"$K1"]');
  return { body };
}

/** Posts to an action by hand, with the id that the build gave it; no redirect is followed. */
export async function postAction({ baseURL, path, id, cookie, body: { body, type }, headers = {} }: Posted) {
  const url = new URL(path, baseURL);
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: {
      accept: "text/x-component",
      "accept-language": "en",
      "next-action": id,
      origin: url.origin,
      ...(cookie ? { cookie } : {}),
      ...(type ? { "content-type": type } : {}),
      ...headers,
    },
    body,
  });
  return {
    status: response.status,
    text: await response.text(),
    leadsTo: response.headers.get("x-action-redirect")?.split(";")[0] ?? null,
    headers: response.headers,
  };
}

const MB = 1_048_576;
const TEXT = "text/plain;charset=UTF-8";

/** What nobody who uses the pages sends. Each is refused, or does nothing, whoever sends it. */
export function hostileBodies(action: Action, form: Form): Record<string, Body> {
  const fields = Object.entries(form);
  const [first = ["q", ""]] = fields;
  const rest = fields.slice(1);
  const nothing = "00000000-0000-4000-8000-000000000000";
  const foreign = fields.map(([name, value]): [string, string] => [
    name,
    /^[0-9a-f-]{36}$/i.test(value) ? nothing : /^\d{5,}$/.test(value) ? "99999999" : value,
  ]);
  const ids = foreign.filter(([name, value]) => value !== form[name]);
  return {
    ...(ids.length > 0 ? { "an id of nothing": formBody(action, foreign) } : {}),
    "no field at all": formBody(action, []),
    "every field twice": formBody(action, [...fields, ...fields]),
    "a file where a text is due": formBody(action, [[first[0], new Blob(["x"])], ...rest]),
    "an object where a text is due": formBody(action, [[`${first[0]}[contains]`, ""], ...rest]),
    __proto__: formBody(action, [
      ["__proto__", '{"role":"admin"}'],
      ["constructor", "x"],
    ]),
    "a NUL": formBody(action, [[first[0], "a\0b"], ...rest]),
    "half a surrogate": formBody(action, [[first[0], "\ud800"], ...rest]),
    "a very long text": formBody(action, [[first[0], "9".repeat(100_000)], ...rest]),
    "an object in place of the form": { body: '[{"status":"idle"},{"role":"admin"}]', type: TEXT },
    "an array in place of the form": { body: '[{"status":"idle"},[["id","1"]]]', type: TEXT },
    "no argument": { body: "[]", type: TEXT },
    "a hundred arguments": { body: JSON.stringify(Array.from({ length: 100 }, () => null)), type: TEXT },
    "a reference to nothing": { body: '[{"status":"idle"},"$K7"]', type: TEXT },
    "a reference to the prototype": { body: '["$1:__proto__:constructor:constructor","$K1"]', type: TEXT },
    "a promise that never ends": { body: '["$@1","$@0"]', type: TEXT },
    "a function": { body: '["$F1",{"status":"resolved_model"}]', type: TEXT },
    "nested too deep": { body: `${"[".repeat(10_000)}${"]".repeat(10_000)}`, type: TEXT },
    "broken JSON": { body: '[{"status":', type: TEXT },
    "one byte over the limit": { body: `["${"a".repeat(2 * MB - 3)}"]`, type: TEXT },
    JSON: { body: JSON.stringify(form), type: "application/json" },
    XML: { body: "<a/>", type: "text/xml" },
    "no content type": { body: "x", type: "application/octet-stream" },
    "half a multipart form": {
      body: "--x\r\ncontent-disposition: form-data; name=",
      type: "multipart/form-data; boundary=x",
    },
    "a multipart form without a boundary": { body: "x", type: "multipart/form-data" },
  };
}

/** Where a browser says that a form came from when it did not come from here. */
export const otherOrigins = (host: string): Record<string, string> => ({
  "another site": "https://elsewhere.example",
  "a hidden origin": "null",
  "a sub-domain": `http://evil.${host}`,
  "another port": `http://${host.split(":")[0]}:1`,
  "a host that begins like ours": `http://${host}.elsewhere.example`,
});
