import { expect } from './support/expect.ts';
import { parseAddresses } from '../../widget/views/addresses.ts';

/** What is pasted; as `name <address>`, one per candidate; what is left over. */
const PASTED: [text: string, valid: string[], invalid?: string[]][] = [
  ['ada@x.io', ['ada <ada@x.io>']],
  ['Ada Lovelace <ada@x.io>', ['Ada Lovelace <ada@x.io>']],
  ['Ada Lovelace ada@x.io', ['Ada Lovelace <ada@x.io>']],
  ['"Lovelace, Ada" <ada@x.io>', ['Lovelace Ada <ada@x.io>']],
  ["'Ada' <ada@x.io>", ['Ada <ada@x.io>']],
  ["Pat O'Neil;pat@x.io", ["Pat O'Neil <pat@x.io>"]],
  ["O'Neil; Pat;pat@x.io", ["O'Neil Pat <pat@x.io>"]],
  ['ada@x.io; bo@x.io;', ['ada <ada@x.io>', 'bo <bo@x.io>']],
  ['Ada ada@x.io, Bo <bo@x.io>', ['Ada <ada@x.io>', 'Bo <bo@x.io>']],
  ['ada@x.io;Ada', [], ['ada@x.io;Ada']],
  ['Ada', [], ['Ada']],
  [`${'a'.repeat(500)}@x.io`, [], [`${'a'.repeat(500)}@x.io`]],
  ['\n ada@x.io \n\nbo@x.io\n', ['ada <ada@x.io>', 'bo <bo@x.io>']],
];

describe('a pasted list', () => {
  for (const [text, valid, invalid = []] of PASTED)
    it(`of ${JSON.stringify(text.slice(0, 40))} is ${valid.join(' and ') || 'nobody'}`, () => {
      const found = parseAddresses(text);
      expect(found.valid.map(({ name, email }) => `${name} <${email}>`)).to.deep.equal(valid);
      expect(found.invalid).to.deep.equal(invalid);
    });

  it('names whom it has twice, whatever the case', () => {
    expect(parseAddresses('ada@x.io\nAda <ADA@x.io>').doubled).to.deep.equal(['ADA@x.io']);
  });
});
