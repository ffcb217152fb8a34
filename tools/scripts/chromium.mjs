// Finds a Chromium for the browser stories and a Vulkan software driver for the kernel tests, which
// ships beside it. Looked for in this order: PLUMBLINE_CHROMIUM, the system's usual places, one
// that Playwright downloaded earlier. If there is none, Debian's package is installed where apt and
// root rights are there, else Playwright's own build is downloaded.

import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runPackage, runProgram } from './install.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function candidates() {
  if (process.platform === 'darwin')
    return [...MAC, ...MAC.map((path) => join(process.env.HOME ?? '', path))];
  if (process.platform === 'win32') {
    const bases = [
      process.env.PROGRAMFILES,
      process.env['PROGRAMFILES(X86)'],
      process.env.LOCALAPPDATA,
    ].filter(Boolean);
    return bases.flatMap((base) => WINDOWS.map((path) => join(base, path)));
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) =>
    [...folders, '/usr/bin', '/snap/bin'].map((folder) => join(folder, name)),
  );
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/**
 * Path of a Chromium that is already here, or null. Throws when PLUMBLINE_CHROMIUM names nothing.
 */
export async function findChromium() {
  const named = process.env.PLUMBLINE_CHROMIUM;
  if (named) {
    if (!existsSync(named))
      throw new Error(`PLUMBLINE_CHROMIUM names ${named}, which is not there.`);
    return named;
  }
  return candidates().find((path) => existsSync(path)) ?? (await playwrightsOwn());
}

/** Path of a Chromium, installed if need be. Throws, saying what to do, when none can be had. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log('No Chromium found: installing Debian’s package …');
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    if ((await runProgram('apt-get', ['update', '-qq'], options)) === 0)
      await runProgram(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
        options,
      );
    const installed = await findChromium();
    if (installed) return installed;
  }
  console.log('No Chromium found: downloading Playwright’s own …');
  await runPackage('playwright-core/cli.js', ['install', 'chromium']);
  const downloaded = await playwrightsOwn();
  if (downloaded) return downloaded;
  throw new Error(
    'No Chromium found and none could be installed. Install Chromium or Chrome, or set ' +
      'PLUMBLINE_CHROMIUM to its path.',
  );
}

/** The SwiftShader driver beside a Chromium (Linux), or null. */
export function softwareDriver(chromium) {
  if (process.platform !== 'linux') return null;
  const folders = [
    '/usr/lib/chromium',
    dirname(realpathSync(chromium)),
    '/usr/lib/chromium-browser',
    '/opt/google/chrome',
  ];
  return (
    folders
      .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
      .find((path) => existsSync(path)) ?? null
  );
}

/**
 * Environment for programs that use Dawn: names the software driver unless the person, or Debian's
 * place, already does.
 */
export function dawnEnvironment(chromium) {
  const env = { ...process.env };
  if (
    env.PLUMBLINE_VK_ICD ||
    env.VK_ICD_FILENAMES ||
    existsSync('/usr/lib/chromium/vk_swiftshader_icd.json')
  )
    return env;
  const driver = chromium ? softwareDriver(chromium) : null;
  if (driver) env.PLUMBLINE_VK_ICD = driver;
  return env;
}
