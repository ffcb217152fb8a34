// The file server of `npm start`: headers, MIME types, caching and, above all, that no path leads
// out of its folder.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from './serve.mjs';

const BIG = 'export const numbers = [1, 2, 3];\n'.repeat(500);

let outer;
let server;

/** A raw request: fetch would tidy the path before it is sent. */
function get(path, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: server.port, path, method, headers },
      (response) => {
        let body = '';
        response
          .setEncoding('utf8')
          .on('data', (part) => (body += part))
          .on('end', () =>
            resolve({ status: response.statusCode, headers: response.headers, body }),
          );
      },
    );
    call.on('error', reject).end();
  });
}

beforeAll(async () => {
  outer = mkdtempSync(join(tmpdir(), 'plumbline-serve-'));
  const inner = join(outer, 'site');
  mkdirSync(join(inner, 'assets'), { recursive: true });
  mkdirSync(join(outer, 'site-secret'));
  writeFileSync(join(outer, 'secret.txt'), 'secret');
  writeFileSync(join(outer, 'site-secret', 'x.txt'), 'secret');
  writeFileSync(join(inner, 'index.html'), '<p>hello</p>');
  writeFileSync(join(inner, 'assets', 'app-Ab12_cd9.js'), 'export {};');
  writeFileSync(join(inner, 'assets', 'big-Ab12_cd9.js'), BIG);
  writeFileSync(join(inner, 'a.wasm'), '');
  writeFileSync(join(inner, 'a b.safetensors'), 'x');
  symlinkSync(join(outer, 'secret.txt'), join(inner, 'link.txt'));
  server = await serve(inner, { firstPort: 4700 });
});

afterAll(async () => {
  await server.close();
  rmSync(outer, { recursive: true });
});

describe('serve', () => {
  it('serves the page cross-origin isolated and asks for a check at each load', async () => {
    const { status, headers, body } = await get('/?executor=wgsl');
    expect([status, body]).toEqual([200, '<p>hello</p>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("connect-src 'self'");
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['cache-control']).toBe('no-cache');
    expect((await get('/', { headers: { 'If-None-Match': headers.etag } })).status).toBe(304);
  });

  it('gives MIME types that module scripts, wasm and weights need', async () => {
    const script = await get('/assets/app-Ab12_cd9.js');
    expect(script.headers['content-type']).toMatch(/^text\/javascript/);
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await get('/a.wasm')).headers['content-type']).toBe('application/wasm');
    expect((await get('/a%20b.safetensors')).headers['content-type']).toBe(
      'application/octet-stream',
    );
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/../site-secret/x.txt',
    '/link.txt',
  ])('refuses to leave its folder: %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(403);
    expect(body).not.toContain('secret\n');
  });

  it('refuses bad paths, missing files and other methods', async () => {
    expect((await get('/%00')).status).toBe(400);
    expect((await get('/%zz')).status).toBe(400);
    expect((await get('/..%5csecret.txt')).status).toBe(400);
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
    expect((await get('/', { method: 'HEAD' })).body).toBe('');
  });

  it('answers any request, keeps its headers on errors, and lives on', async () => {
    const paths = [
      `/${'a'.repeat(256)}`,
      `/${'ä'.repeat(200)}`,
      `/${'a/'.repeat(2500)}`,
      `/index.html/${'x'.repeat(300)}`,
      '/index.html/below',
      '/%F0%9F%98%80',
      '//',
      '/%ff',
      `/${'a'.repeat(20_000)}`,
    ];
    for (const path of paths) {
      const { status, headers } = await get(path);
      expect(status, path).toBeGreaterThanOrEqual(path === '//' ? 200 : 400);
      expect(status, path).toBeLessThan(600);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    }
    expect((await get('/')).status).toBe(200);
  });

  it('compresses text where the client takes it, and weights never', async () => {
    const headers = { 'Accept-Encoding': 'gzip, br' };
    const script = await get('/assets/big-Ab12_cd9.js', { headers });
    expect(script.headers['content-encoding']).toBe('br');
    expect(Number(script.headers['content-length'])).toBeLessThan(1000);
    const gzip = await get('/assets/big-Ab12_cd9.js', {
      headers: { 'Accept-Encoding': 'br;q=0, gzip' },
    });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gzip.headers.etag).not.toBe(script.headers.etag);
    expect((await get('/a%20b.safetensors', { headers })).headers['content-encoding']).toBe(
      undefined,
    );
    expect((await get('/assets/big-Ab12_cd9.js')).body).toBe(BIG);
  });

  it('takes the next port when one is in use', async () => {
    const second = await serve(outer, { firstPort: server.port, isolated: false });
    expect(second.port).toBeGreaterThan(server.port);
    await second.close();
  });
});
