#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which is downloaded at first use: speaks its JSON-RPC over stdin and
// stdout, and calls the same engine built as WASM, which comes from the registry.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const CONNECT_TIMEOUT_MS = 5_000;
/** PostgreSQL's and Node's codes, as Prisma numbers them. */
const PRISMA_CODES = {
  ECONNREFUSED: "P1001",
  ENOTFOUND: "P1001",
  "3D000": "P1003",
  "28P01": "P1000",
  28000: "P1010",
};

const argv = process.argv.slice(2);
const valuesOf = (name) => argv.filter((_, i) => argv[i - 1] === name);
const datasource = JSON.parse(valuesOf("--datasource")[0] ?? "{}");
const url = datasource.url;
const schema = url ? (new URL(url).searchParams.get("schema") ?? "public") : "public";

function log(level, message, extra = {}) {
  const fields = { message, ...extra };
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The database that a URL names, and the URL of the one from which it can be made and dropped. */
function splitUrl(of) {
  const admin = new URL(of);
  const database = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = "/postgres";
  admin.searchParams.delete("schema");
  return { admin: admin.toString(), database };
}

const createDatabase = (of) => {
  const { admin, database } = splitUrl(of);
  return withClient(admin, (c) => c.query(`CREATE DATABASE ${c.escapeIdentifier(database)}`)).then(
    () => database,
  );
};
const dropDatabase = (of) => {
  const { admin, database } = splitUrl(of);
  return withClient(admin, (c) => c.query(`DROP DATABASE ${c.escapeIdentifier(database)}`));
};

const CLI_COMMANDS = {
  "can-connect-to-database": () => withClient(url, (c) => c.query("SELECT 1")),
  "create-database": () => createDatabase(url),
  "drop-database": () => dropDatabase(url),
};

async function runCli(name) {
  process.stderr.write("\n"); // the caller drops the first line
  try {
    const command = CLI_COMMANDS[name];
    if (!command) throw new Error(`unknown command ${name}`);
    await command();
    log("INFO", "done");
    return 0;
  } catch (error) {
    log("ERROR", error.message, { error_code: PRISMA_CODES[error.code] ?? "P1011", is_panic: false });
    return 1;
  }
}

// adapter-pg is made for queries. For migrations it lacks three things, mended below: it does not know the catalogs'
// type "char"; its executeScript() splits at every ";" and so breaks function bodies; and the connection string
// overrides the name of the shadow database, so that the shadow would be the main database itself.
const CHAR_OID = 18;
const TEXT_OID = 25;

function readCharColumnsAsText() {
  const addFields = pg.Result.prototype.addFields;
  pg.Result.prototype.addFields = function addFieldsWithChar(fields) {
    this.charColumns = fields.flatMap((field, i) => (field.dataTypeID === CHAR_OID ? [i] : []));
    for (const i of this.charColumns) fields[i].dataTypeID = TEXT_OID;
    return addFields.call(this, fields);
  };
}

const charColumns = new WeakMap();
function knowingChar(queryable) {
  const { performIO, queryRaw } = queryable;
  queryable.performIO = async function performIOWithChar(query) {
    const result = await performIO.call(this, query);
    charColumns.set(result.rows, result.charColumns ?? []);
    return result;
  };
  queryable.queryRaw = async function queryRawWithChar(query) {
    const result = await queryRaw.call(this, query);
    for (const i of charColumns.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
  return queryable;
}

function fitForMigrations(adapter) {
  const { startTransaction } = adapter;
  adapter.startTransaction = async function startTransactionWithChar(level) {
    return knowingChar(await startTransaction.call(this, level));
  };
  adapter.executeScript = async function executeWholeScript(script) {
    try {
      await this.client.query(script);
    } catch (error) {
      this.onError(error);
    }
  };
  return knowingChar(adapter);
}

function connectionConfig(of) {
  if (!of) return { host: "127.0.0.1", port: 1 };
  const parts = new URL(of);
  return {
    host: decodeURIComponent(parts.hostname),
    port: Number(parts.port || 5432),
    user: decodeURIComponent(parts.username),
    password: decodeURIComponent(parts.password),
    database: decodeURIComponent(parts.pathname.slice(1)),
    ssl: parts.searchParams.get("sslmode") === "require" || undefined,
  };
}

const connect = async (config) => fitForMigrations(await new PrismaPg(config, { schema }).connect());

async function connectToShadow() {
  if (datasource.shadowDatabaseUrl) return connect(connectionConfig(datasource.shadowDatabaseUrl));
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const { admin } = splitUrl(url);
  await withClient(admin, (c) => c.query(`CREATE DATABASE "${name}"`));
  const shadow = await connect({ ...connectionConfig(url), database: name });
  const release = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await release(); // its pool first, or the database is still in use
    await withClient(admin, (c) => c.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  };
  return shadow;
}

const panics = {
  message: "",
  set_message(message) {
    this.message = message;
    process.stderr.write(`${message}\n`);
  },
};

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;
  const glueUrl = import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = new WebAssembly.Module(
    readFileSync(fileURLToPath(new URL("./schema_engine_bg.wasm", glueUrl))),
  );
  const { exports } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  readCharColumnsAsText();
  const { provider, adapterName } = new PrismaPg(connectionConfig(url), { schema });
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider,
    adapterName,
    connect: () => connect(connectionConfig(url)),
    connectToShadowDb: connectToShadow,
  });
  const datamodels = valuesOf("--datamodels").map((file) => [file, readFileSync(file, "utf8")]);
  const debug = (message) => process.env.DEBUG && process.stderr.write(`${message}\n`);
  return glue.SchemaEngine.new({ datamodels: datamodels.length ? datamodels : undefined }, debug, factory);
}

let loading;
const engine = () => {
  loading ??= loadEngine();
  return loading;
};

/** Names that differ between the native engine and the WASM one. */
const RENAMED = { getDatabaseVersion: "version" };
/** These take the shadow database only out of the cache that a diagnosis fills. */
const AFTER_DIAGNOSIS = ["evaluateDataLoss", "createMigration"];

async function call(method, params) {
  if (method === "createDatabase")
    return { databaseName: await createDatabase(params.datasource.url ?? url) };
  const target = await engine();
  if (AFTER_DIAGNOSIS.includes(method)) {
    const { migrationsList, filters } = params;
    await target.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: true, filters });
  }
  return target[RENAMED[method] ?? method](params);
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

async function answer({ id, method, params }) {
  try {
    const result = await call(method, params);
    if (method === "diff" && typeof result?.stdout === "string") {
      send({ id: 1_000_000 + id, method: "print", params: { content: result.stdout.replace(/\n$/, "") } });
    }
    send({ id, result: result ?? null });
  } catch (error) {
    const message = [error?.message ?? String(error), panics.message].join("\n");
    const data = { is_panic: false, message, error_code: error?.code, meta: error?.meta ?? null };
    send({
      id,
      error: { code: 4466, message: "An error happened. Check the data field for details.", data },
    });
  }
}

function serve() {
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const message = JSON.parse(line);
    if (message.method) queue = queue.then(() => answer(message));
  });
  lines.on("close", () => queue.finally(() => process.exit(0)));
}

const cliAt = argv.indexOf("cli");
if (argv.includes("--version") || argv.includes("-V")) process.stdout.write("schema-engine-wasm\n");
else if (cliAt >= 0) process.exit(await runCli(argv[cliAt + 1]));
else serve();
