/** Red, green, blue from 0 to 255. */
export type Colour = readonly [number, number, number];

let canvas: CanvasRenderingContext2D | undefined;

/** Whatever the browser takes for a colour, in any notation; transparent ones are none. */
export function parseColour(text: string): Colour | undefined {
  if (!CSS.supports('color', text) || /^(currentcolor|inherit|initial|unset|revert)/i.test(text))
    return undefined;
  canvas ??= new OffscreenCanvas(1, 1).getContext('2d', {
    willReadFrequently: true,
  }) as unknown as CanvasRenderingContext2D;
  canvas.clearRect(0, 0, 1, 1);
  // What it does not take, such as var(), leaves the colour before it.
  canvas.fillStyle = '#0000';
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red!, green!, blue!] : undefined;
}

export const toHex = (colour: Colour): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG counts it, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What WCAG asks of text. */
export const READABLE = 4.5;

/** How far from grey, and which way round the wheel, in degrees. */
export function chroma(colour: Colour): { strength: number; hue: number } {
  const [red, green, blue] = colour;
  const most = Math.max(...colour);
  const range = most - Math.min(...colour);
  if (range === 0) return { strength: 0, hue: 0 };
  const sixth =
    most === red
      ? ((green - blue) / range + 6) % 6
      : most === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  return { strength: range / 255, hue: sixth * 60 };
}

export const WHITE: Colour = [255, 255, 255];
export const BLACK: Colour = [0, 0, 0];

/** Text that can be read on it. */
export const textOn = (colour: Colour): Colour =>
  contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;
