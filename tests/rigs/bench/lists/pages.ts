/** One page of the queue, and the same rows by hand: what a page may be compared with. */
export type MeasuredPage = { readonly name: string; readonly address: string; readonly where: string };

const NOT_CLOSED = ["open", "in_review", "awaiting_approval", "waiting", "escalated"];
const inAddress = (values: readonly string[]) => values.map((value) => `status=${value}`).join("&");
const inSql = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");
const OPEN = { address: inAddress(NOT_CLOSED), where: `c.status IN (${inSql(NOT_CLOSED)})` };

/** Page 1, the five commonest pairs of filters, and a name. */
export const MEASURED: readonly MeasuredPage[] = [
  { name: "page 1", address: "", where: "true" },
  {
    name: "open, high",
    address: `${OPEN.address}&priority=high`,
    where: `${OPEN.where} AND c.priority = 'high'`,
  },
  {
    name: "open, nobody's",
    address: `${OPEN.address}&assignee=none`,
    where: `${OPEN.where} AND c.assignee_id IS NULL`,
  },
  {
    name: "open, alert",
    address: `${OPEN.address}&fraudsters=yes`,
    where: `${OPEN.where} AND c.fraudsters = 'yes'`,
  },
  {
    name: "fraud, latest first",
    address: "status=closed&decision=confirmed_fraud&sort=-openedAt",
    where: "c.status = 'closed' AND c.decision = 'confirmed_fraud'",
  },
  {
    name: "no match, live",
    address: "biometry=no_match&liveness=live",
    where: "c.biometry = 'no_match' AND c.liveness = 'live'",
  },
  {
    name: "a name",
    address: "q=helena+prado",
    where: "c.subject_id IN (SELECT id FROM subject WHERE name_key LIKE '%helena prado%')",
  },
];

/** Every column that the page shows, with its people and its branch. */
export const rowsOf = ({ where, address }: MeasuredPage, beyond = ""): string => {
  const order = address.includes("sort=-openedAt") ? "c.opened_at DESC, c.number DESC" : "c.due_at, c.number";
  return `SELECT c.number, c.status, c.priority, c.origin, c.rule, c.outcome, c.fraudsters, c.biometry, c.liveness, c.score,
      c.opened_at, c.due_at, c.decision, c.lease_until, s.name, s.cpf, a.name AS assignee, b.name AS branch
    FROM "case" AS c
    LEFT JOIN subject AS s ON s.id = c.subject_id
    LEFT JOIN app_user AS a ON a.id = c.assignee_id
    LEFT JOIN subsidiary AS b ON b.id = c.subsidiary_id
    WHERE ${where} ${beyond} ORDER BY ${order} LIMIT 51`;
};

const PAGE = 50;
/** The key of the row before page `page` in the default order. */
export const lastKeyBefore = (page: number): string =>
  `SELECT number FROM "case" ORDER BY due_at, number LIMIT 1 OFFSET ${(page - 1) * PAGE - 1}`;
export const beyondKey = (key: number): string =>
  `AND (c.due_at, c.number) > (SELECT due_at, number FROM "case" WHERE number = ${key})`;
