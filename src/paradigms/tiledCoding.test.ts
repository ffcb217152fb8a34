// Tiles: cut and joined they are the plane again; an autoencoder's tiles come near the whole, away
// from the image's edges too; and they are chosen where the whole is too large.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { loadBaseModel, type BaseModel } from './baseModel';
import { openPipeline } from './openPipeline';
import { paradigmOf } from './list';
import type { EncodedImage, LatentMoments, Network } from './paradigm';
import { cellColours } from './roughImages';
import { cutEncoded, cutImage, isTiled, joinEncoded, joinImages, planCoding } from './tiledCoding';
import { cutTiles, joinTiles, layTiles } from './tiles';

async function bundled(name: string, edge: number): Promise<BaseModel> {
  const model = await loadBaseModel(name, {
    read: async (path) => new Uint8Array(readFileSync(`public/models/${name}/${path}`)),
  });
  return paradigmOf(model).atSize(model, [edge, edge]);
}

/** Discs of all colours on white, in [−1,1]. */
function discs(edge: number, seed = 1): Float32Array {
  const image = new Float32Array(edge * edge * 3).fill(1);
  for (let disc = 0; disc < 24; disc++) {
    const [x, y, r] = [0, 1, 2].map((k) => Math.abs(Math.sin(seed + 7 * disc + 3 * k)) * edge);
    for (let at = 0; at < edge * edge; at++) {
      const distance = Math.hypot((at % edge) - x!, Math.floor(at / edge) - y!);
      if (distance > 4 + r! / 8) continue;
      for (let c = 0; c < 3; c++) image[at * 3 + c] = Math.cos(disc * (c + 1));
    }
  }
  return image;
}

describe('tiles', () => {
  it.each([
    [[9, 30], 8, 2],
    [[64, 64], 48, 3],
    [[5, 7], 16, 1],
    [[100, 33], 32, 4],
  ] as const)('of %o by %i, %i channels, join to what they were cut from', (size, edge, width) => {
    const plane = Float32Array.from({ length: size[0] * size[1] * width }, (_, i) => Math.sin(i));
    const layout = layTiles(size, edge);
    const joined = joinTiles(cutTiles(plane, layout), layout);
    const furthest = joined.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - plane[i]!)),
      0,
    );
    expect(furthest).toBeLessThan(1e-6);
  });

  it('overlap by a quarter at least, all of one size, from end to end', () => {
    const { tile, corners } = layTiles([96, 64], 32);
    expect(tile).toEqual([32, 32]);
    const rows = [...new Set(corners.map(([row]) => row))];
    expect([rows[0], rows.at(-1)]).toEqual([0, 96 - 32]);
    rows.slice(1).forEach((row, i) => expect(rows[i]! + 32 - row).toBeGreaterThanOrEqual(8));
  });
});

describe('coding by tiles', () => {
  it('is chosen by memory and by what a device binds', async () => {
    const model = await bundled('nano', 256);
    expect(planCoding(model, 'decoder', Infinity).tiles).toBeNull();
    expect(planCoding(model, 'decoder', 2 ** 20).model.imageSize).toEqual([128, 128]);
    expect(planCoding(model, 'encoder', Infinity, 2 ** 20).model.imageSize).toEqual([128, 128]);
    const codes = await bundled('nano-maskgit', 256);
    expect(planCoding(codes, 'encoder', 1, 1).tiles).toBeNull();
  });

  it('comes near the whole: its norms see a tile, not the image', async () => {
    const model = await bundled('nano', 256);
    const executor = await createTfjsExecutor('wasm');
    async function code<Item, Result>(
      network: Network<Item, Result>,
      items: readonly Item[],
    ): Promise<Result[]> {
      const program = await executor.compile(network.graph(1), { weights: model.weights });
      const results: Result[] = [];
      for (const item of items)
        results.push(
          network.result(await program.run(network.inputs([item], 1), {}, network.outputs), 0, 1),
        );
      program.dispose();
      return results;
    }
    const whole = paradigmOf(model).networks(model);
    const plan = planCoding(model, 'encoder', Infinity, 2 ** 20);
    if (!isTiled(plan)) throw new Error('the whole was taken');
    expect(plan.tiles.corners).toHaveLength(9);
    const parts = paradigmOf(plan.model).networks(plan.model);
    const image = discs(256);

    const [encoded] = await code<Float32Array, EncodedImage>(whole.encoder, [image]);
    const tiled = joinEncoded(plan, await code(parts.encoder, cutImage(plan, image)));
    const latents = apart((encoded as LatentMoments).mean, (tiled as LatentMoments).mean, 32);
    const [decoded] = await code(whole.decoder, [encoded!]);
    const images = joinImages(plan, await code(parts.decoder, cutEncoded(plan, encoded!)));
    const pixels = apart(decoded!, images, 256);
    // Measured: 5.2 and 4.8 %.
    expect(latents).toBeLessThan(0.08);
    expect(pixels).toBeLessThan(0.08);
    executor.dispose();
  });
});

/** Root mean square difference over that of the numbers, an eighth of the edge left out. */
function apart(whole: Float32Array, tiled: Float32Array, edge: number): number {
  const width = whole.length / edge ** 2;
  let difference = 0;
  let square = 0;
  for (let y = edge / 8; y < (7 * edge) / 8; y++)
    for (let i = (y * edge + edge / 8) * width; i < (y * edge + (7 * edge) / 8) * width; i++) {
      difference += (whole[i]! - tiled[i]!) ** 2;
      square += whole[i]! ** 2;
    }
  return Math.sqrt(difference / square);
}

describe('rough images', () => {
  it.each(['nano', 'nano-maskgit'])('of %s have the colours of the images', async (name) => {
    const executor = await createTfjsExecutor('wasm');
    const pipeline = openPipeline(executor, await bundled(name, 64));
    const { signal } = new AbortController();
    const images = Array.from({ length: 24 }, (_, seed) => discs(64, seed));
    const encoded = await pipeline.encodeImages(signal, images);
    const { imageSize, latentSize } = pipeline.model;
    const preview = (await pipeline.preview(signal, encoded.slice(0, 4)))!;
    expect(preview).toMatchObject({ by: 'linear', size: latentSize });
    const rough = preview.images;
    const wanted = images.slice(0, 4).map((image) => cellColours(image, imageSize, latentSize));
    expect(rough[0]).toHaveLength(latentSize[0] * latentSize[1] * 3);
    let error = 0;
    let spread = 0;
    rough.forEach((image, i) => {
      const mean = wanted[i]!.reduce((sum, value) => sum + value, 0) / image.length;
      image.forEach((value, at) => {
        error += (value - wanted[i]![at]!) ** 2;
        spread += (wanted[i]![at]! - mean) ** 2;
      });
    });
    // Share of the variance: 0.83 and 0.94 measured.
    expect(1 - error / spread).toBeGreaterThan(0.7);
    await pipeline.dispose();
    executor.dispose();
  });

  it('are none before enough was encoded', async () => {
    const executor = await createTfjsExecutor('wasm');
    const pipeline = openPipeline(executor, await bundled('nano', 64));
    expect(await pipeline.preview(new AbortController().signal, [])).toBeNull();
    await pipeline.dispose();
    executor.dispose();
  });
});
