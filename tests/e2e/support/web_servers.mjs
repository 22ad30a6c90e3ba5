// @ts-check
// Real web servers, configured by what README says about each.

import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { DIST, ROOT } from "../../../scripts/paths.mjs";
import { which } from "../../../scripts/shell.mjs";
import { webServer } from "../../../scripts/setup/web_servers.mjs";

/** @typedef {"nginx" | "apache" | "caddy" | "python"} Kind */
/** @typedef {import("../../../scripts/serve.mjs").Server} Server */
/** @typedef {{ program: string, args: string[], env?: NodeJS.ProcessEnv }} Command */

/** Where README has the site, its name, and the port on which a developer's server listens. */
const WRITTEN = { folder: "/srv/pagewise", name: "ocr.example.org", port: "8000" };

/** How README's block for each is marked. */
const FENCES = { nginx: "nginx", apache: "apache", caddy: "caddyfile", python: "sh" };

/** Longer than a server takes to start. */
const PATIENCE_MS = 20_000;

/**
 * Why a server cannot be tried here.
 *
 * @param {Kind} kind
 * @returns {string | false}
 */
export function lacksServer(kind) {
  if (kind === "python") return which("python3") === null && "there is no python3 on this machine";
  return webServer(kind) === null && `${kind} could not be fetched`;
}

/**
 * A code block of README's.
 *
 * @param {string} fence
 */
export function writtenIn(fence) {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const block = new RegExp(`^\`\`\`${fence}\\n(.*?)^\`\`\`$`, "ms").exec(readme.slice(readme.indexOf("\n## Hosting\n")));
  if (!block) throw new Error(`README has no block of ${fence} about hosting.`);
  return block[1];
}

/**
 * Starts a server as README has it, but for the folder, the name and the port.
 *
 * @param {Kind} kind
 * @returns {Promise<Server>} which does not say what was asked of it
 */
export async function host(kind) {
  const folder = mkdtempSync(join(tmpdir(), `pagewise-${kind}-`));
  // Servers that give up their rights have to reach it.
  chmodSync(folder, 0o755);
  const site = copyOfSite(join(folder, "site"));
  const port = await freePort();
  const written = writtenIn(FENCES[kind])
    .replaceAll(WRITTEN.folder, site)
    .replaceAll(WRITTEN.name, `http://127.0.0.1:${port}`)
    .replaceAll(WRITTEN.port, String(port));
  const { program, args, env } = COMMANDS[kind](written, folder, port);
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([answers(port), ended.then(() => Promise.reject(new Error(`${kind} ended:\n${said}`)))]);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}${kind === "python" ? "/" : "/ocr/"}`, requests: [], close };
}

/**
 * The site, but for languages that are not read here.
 *
 * @param {string} folder
 */
function copyOfSite(folder) {
  cpSync(DIST, folder, {
    recursive: true,
    filter: (path) => !path.endsWith(".traineddata") || basename(path).startsWith("eng."),
  });
  return folder;
}

/** @type {Record<Kind, (written: string, folder: string, port: number) => Command>} */
const COMMANDS = {
  nginx: (written, folder, port) => {
    const { program, libraries, folder: unpacked } = server("nginx");
    const user = process.getuid?.() === 0 ? "user root;\n" : "";
    const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
    const file = configured(folder, `${user}daemon off;
pid ${folder}/pid;
error_log stderr;
events {}
http {
  include ${unpacked}/etc/nginx/mime.types;
  access_log off;
  ${places.join("\n  ")}
  server {
    listen 127.0.0.1:${port};
${written}
  }
}
`);
    return { program, args: ["-p", folder, "-e", "stderr", "-c", file], env: { LD_LIBRARY_PATH: libraries } };
  },
  apache: (written, folder, port) => {
    const { program, libraries, folder: unpacked } = server("apache");
    const modules = ["mpm_event", "authz_core", "alias", "dir", "mime", "filter", "deflate", "headers"];
    const file = configured(folder, `ServerRoot ${folder}
ServerName 127.0.0.1
PidFile ${folder}/pid
Mutex file:${folder}
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/errors
${modules.map((name) => `LoadModule ${name}_module ${unpacked}/usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${process.getuid?.() === 0 ? "User www-data\nGroup www-data" : ""}
TypesConfig ${typesFor(folder)}
Listen 127.0.0.1:${port}
${written}
`);
    return { program, args: ["-D", "FOREGROUND", "-f", file], env: { LD_LIBRARY_PATH: libraries } };
  },
  caddy: (written, folder) => {
    const { program, libraries } = server("caddy");
    const file = configured(folder, `{\n\tadmin off\n}\n${written}`);
    const env = { LD_LIBRARY_PATH: libraries, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    return { program, args: ["run", "--adapter", "caddyfile", "--config", file], env };
  },
  python: (written) => {
    const [program, ...args] = written.trim().split(/\s+/);
    return { program, args };
  },
};

/** @param {"nginx" | "apache" | "caddy"} kind */
function server(kind) {
  const found = webServer(kind);
  if (found === null) throw new Error(`${kind} could not be fetched.`);
  return found;
}

/**
 * @param {string} folder
 * @param {string} text
 */
function configured(folder, text) {
  const file = join(folder, "server.conf");
  writeFileSync(file, text);
  return file;
}

/** What Debian's Apache takes from another package. @param {string} folder */
function typesFor(folder) {
  const file = join(folder, "mime.types");
  writeFileSync(file, "text/html html\ntext/css css\ntext/javascript js\napplication/json json\nimage/svg+xml svg\ntext/plain txt\n");
  return file;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** @param {number} port */
async function answers(port) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
