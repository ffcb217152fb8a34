// Page and command line see the same pixels: the worker's own decoder, run in Chromium, against
// sharp, on CMYK, EXIF rotation, 16 bits, palettes, alpha, grey, animations, AVIF and ICC profiles.
// Tolerance: one level of 255, over white (JPEG decoders round their colour conversion
// differently).

import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecodeImage } from '../../src/data/import/importSet';
import { imageMime } from '../../src/data/import/importSet';
import { decodeWithSharp } from './decodeImage';

const FOLDER = 'fixtures/import/pixels';
const DECODER = 'src/worker/services/decodeImage.ts';
let browser: Browser;
let page: Page;
let server: Server;

beforeAll(async () => {
  const { code } = await transformWithOxc(readFileSync(DECODER, 'utf8'), DECODER);
  server = createServer((request, response) => {
    const isScript = request.url === '/decoder.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? `${code}\nglobalThis.decodeInBrowser = decodeInBrowser;`
        : '<!doctype html><title>pixels</title><script type="module" src="/decoder.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scripts: string = '../scripts/chromium.mjs';
  const { findChromium } = (await import(scripts)) as { findChromium(): Promise<string | null> };
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('no Chromium: run npm test once');
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
  });
  page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** What the page's decoder gives. */
async function decodeInPage(bytes: Uint8Array, mime: string) {
  return page.evaluate(
    async ([base64, type]) => {
      const { decodeInBrowser } = globalThis as unknown as { decodeInBrowser: DecodeImage };
      const binary = atob(base64);
      const file = Uint8Array.from(binary, (char) => char.charCodeAt(0));
      const { width, height, rgba } = await decodeInBrowser(file, type as 'image/png');
      return { width, height, rgba: Array.from(rgba) };
    },
    [Buffer.from(bytes).toString('base64'), mime] as const,
  );
}

describe('page and command line decode alike', () => {
  it.each(readdirSync(FOLDER))('%s', async (name) => {
    const bytes = new Uint8Array(readFileSync(`${FOLDER}/${name}`));
    const mime = imageMime(bytes)!;
    const [here, there] = [await decodeWithSharp(bytes, mime), await decodeInPage(bytes, mime)];
    expect([here.width, here.height]).toEqual([there.width, there.height]);
    const overWhite = (rgba: ArrayLike<number>, at: number, c: number): number => {
      const alpha = rgba[at + 3]! / 255;
      return rgba[at + c]! * alpha + 255 * (1 - alpha);
    };
    let most = 0;
    for (let at = 0; at < there.rgba.length; at += 4)
      for (let c = 0; c < 3; c++)
        most = Math.max(most, Math.abs(overWhite(here.rgba, at, c) - overWhite(there.rgba, at, c)));
    expect(most).toBeLessThanOrEqual(1);
  });
});
