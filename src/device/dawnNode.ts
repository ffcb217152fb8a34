// WebGPU in Node through Dawn (the optional npm package `webgpu`), for kernel tests and headless
// tools. Never bundled into the page. Without a real driver it runs on the SwiftShader that
// Debian's chromium package ships; PLUMBLINE_VK_ICD names another Vulkan driver's .json. The gpu
// object stays referenced here: when it is collected, its devices die. Dawn keeps threads alive: a
// tool ends with process.exit().

import { existsSync, readdirSync } from 'node:fs';

const CHROMIUM = '/usr/lib/chromium';
const SYSTEM_ICDS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const SYSTEM_LOADERS = [
  '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  '/usr/lib/aarch64-linux-gnu/libvulkan.so.1',
  '/usr/lib64/libvulkan.so.1',
  '/usr/lib/libvulkan.so.1',
];

/** dlopen flags RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE of glibc. */
const KEEP_LOADED = 0x2 | 0x100 | 0x1000;

let installed: GPU | undefined;

/** A hardware driver Debian 12 can use: its llvmpipe (lvp) is too old for Dawn and is left out. */
function hasRealDriver(): boolean {
  return SYSTEM_ICDS.some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder).some((name) => name.endsWith('.json') && !name.startsWith('lvp')) &&
      existsSync('/dev/dri'),
  );
}

/** Points Vulkan's loader at a driver; returns what is missing, or null. */
function chooseVulkanDriver(): string | null {
  if (process.platform !== 'linux') return null;
  const wanted = process.env['PLUMBLINE_VK_ICD'];
  if (wanted !== undefined) {
    if (!existsSync(wanted)) return `PLUMBLINE_VK_ICD names ${wanted}, which is not there`;
    process.env['VK_ICD_FILENAMES'] = wanted;
  } else if (process.env['VK_ICD_FILENAMES'] === undefined && !hasRealDriver()) {
    const icd = `${CHROMIUM}/vk_swiftshader_icd.json`;
    if (!existsSync(icd))
      return (
        `no Vulkan driver found and no ${icd}: install Debian's chromium (apt-get install ` +
        `chromium) or set PLUMBLINE_VK_ICD to a driver's .json`
      );
    process.env['VK_ICD_FILENAMES'] = icd;
  }
  if (
    !SYSTEM_LOADERS.some((path) => existsSync(path)) &&
    existsSync(`${CHROMIUM}/libvulkan.so.1`)
  ) {
    // No Vulkan loader on the system's path: chromium's own, loaded first, is found again by its
    // name when Dawn asks.
    try {
      process.dlopen({ exports: {} }, `${CHROMIUM}/libvulkan.so.1`, KEEP_LOADED);
    } catch {
      // Node says that this is no addon of its own; the library stays loaded, which is all that is
      // wanted.
    }
  }
  return null;
}

/**
 * Installs Dawn's WebGPU into this process (globals and navigator.gpu). Throws, saying what to do,
 * if it cannot.
 */
export async function installDawn(): Promise<GPU> {
  if (installed) return installed;
  let dawn: typeof import('webgpu');
  try {
    dawn = await import('webgpu');
  } catch (error) {
    throw new Error(
      'The npm package "webgpu" (Dawn for Node) is missing: run npm install with optional ' +
        'dependencies, or set PLUMBLINE_NO_GPU=1 to skip GPU tests.',
      { cause: error },
    );
  }
  const missing = chooseVulkanDriver();
  if (missing !== null)
    throw new Error(`No Vulkan driver for Dawn: ${missing}. PLUMBLINE_NO_GPU=1 skips GPU tests.`);
  Object.assign(globalThis, dawn.globals);
  installed = dawn.create([]);
  const holder = globalThis as { navigator?: object };
  if (holder.navigator)
    Object.defineProperty(holder.navigator, 'gpu', { value: installed, configurable: true });
  else
    Object.defineProperty(holder, 'navigator', { value: { gpu: installed }, configurable: true });
  return installed;
}
