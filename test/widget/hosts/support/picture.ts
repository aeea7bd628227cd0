import type { Locator, Page } from 'playwright-core';
import { openWorld } from './world.ts';

const TRIES = 5;

/** What is inside of the box once it rests, as PNG in base64, without caret and animation: a frame may be half painted. */
export async function pictureOf(inside: Locator): Promise<string> {
  let picture = '';
  for (let i = 0; i < TRIES; i++) {
    const before = picture;
    picture = (await inside.screenshot({ animations: 'disabled' })).toString('base64');
    if (picture === before) break;
  }
  return picture;
}

/** The browser itself draws round corners a level of 255 lighter or darker from one page to the next. */
const NOISE = 2;

let easel: Promise<Page> | undefined;

/** How many pixels are not the same; sizes that differ count as all of them. */
export async function countDifferent(one: string, other: string): Promise<number> {
  const { browser } = await openWorld();
  const page = await (easel ??= browser.newPage());
  return page.evaluate(
    async ([pictures, noise]) => {
      const [a, b] = await Promise.all(
        pictures.map(async (base64) => {
          const bitmap = await createImageBitmap(
            await (await fetch(`data:image/png;base64,${base64}`)).blob(),
          );
          const { width, height } = bitmap;
          const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
          canvas.drawImage(bitmap, 0, 0);
          return { width, count: width * height, data: canvas.getImageData(0, 0, width, height).data };
        }),
      );
      if (a!.width !== b!.width || a!.count !== b!.count) return a!.count;
      const isOff = (i: number) => Math.abs(a!.data[i]! - b!.data[i]!) > noise;
      const pixels = Array.from({ length: a!.count }, (_, i) => 4 * i);
      return pixels.filter((i) => isOff(i) || isOff(i + 1) || isOff(i + 2)).length;
    },
    [[one, other], NOISE] as const,
  );
}
