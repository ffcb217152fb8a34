// Makes sure of the two things every script here stands on: a Node that is new enough, and
// installed packages. Nothing but Node itself is imported, since it runs first in a fresh clone.
// Packages are installed with `npm ci` when node_modules is missing or does not hold what
// package-lock.json says (compared by content: file times say nothing after a checkout).

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const WANTED_NODE = [20, 19];

/** Ends the process with a plain sentence when Node is too old. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > WANTED_NODE[0] || (major === WANTED_NODE[0] && minor >= WANTED_NODE[1])) return;
  console.error(
    `Plumbline needs Node ${WANTED_NODE.join('.')} or newer; this is Node ${version}. Install ` +
      'a newer one from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}

/**
 * Runs a program with our standard streams; resolves with its exit code (1 when it was killed or
 * cannot be started).
 */
export function runProgram(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a Node script of an installed package, e.g. `vite/bin/vite.js`. */
export function runPackage(script, args, options = {}) {
  return runProgram(process.execPath, [join(root, 'node_modules', script), ...args], options);
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * What keeps node_modules from being used, in words; null when it holds what the lock file says.
 */
export function whyInstall(folder = root) {
  const installedLock = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return 'packages are not installed yet';
  const installed = packagesOf(installedLock);
  for (const [path, entry] of Object.entries(packagesOf(join(folder, 'package-lock.json')))) {
    if (path === '' || entry.optional || entry.devOptional || entry.link) continue;
    if (installed[path]?.version !== entry.version)
      return (
        `${path.replace(/^.*node_modules\//, '')} ${entry.version} is wanted, ` +
        `${installed[path]?.version ?? 'none'} is installed`
      );
  }
  return null;
}

/** Installs the packages if that is needed. Ends the process when it fails. */
export async function ensureInstalled() {
  const reason = whyInstall();
  if (reason === null) return;
  console.log(`Installing packages (${reason}) …`);
  const args = ['ci', '--no-audit', '--no-fund'];
  const script = process.env.npm_execpath;
  const code =
    script && /npm-cli\.[cm]?js$/.test(script)
      ? await runProgram(process.execPath, [script, ...args])
      : await runProgram('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) {
    console.error(
      'npm ci did not finish: see its message above. Is there a connection to the package ' +
        'registry?',
    );
    process.exit(1);
  }
}
