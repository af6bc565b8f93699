import { CATALOGUE, FINDING_CODES, FINDING_LEVELS } from '../../../lib/failover';

test('the codes by their levels', () => {
  const coded = (level: string): string[] => FINDING_CODES.filter((code) => CATALOGUE[code].levels.join(' ') === level);
  expect(coded('error')).toEqual([
    ...['AF001', 'AF002', 'AF003', 'AF006', 'AF007', 'AF008', 'AF009', 'AF010', 'AF011', 'AF012', 'AF112'],
  ]);
  expect(coded('error warning')).toEqual(['AF004', 'AF005']);
  expect(coded('warning')).toEqual([
    ...[
      'AF101',
      'AF102',
      'AF103',
      'AF104',
      'AF105',
      'AF106',
      'AF107',
      'AF108',
      'AF109',
      'AF110',
      'AF111',
      'AF113',
      'AF114',
      'AF115',
      'AF116',
    ],
  ]);
  expect(coded('warning note')).toEqual(['AF203']);
  expect(coded('note')).toEqual(['AF201', 'AF202', 'AF204']);
});

test('the codes stand in order', () => {
  expect([...FINDING_CODES].sort()).toEqual(FINDING_CODES);
});

describe.each(FINDING_CODES)('%s', (code) => {
  const { levels, title, description, remedy } = CATALOGUE[code];

  test('has its levels once, the heaviest first', () => {
    expect(FINDING_LEVELS.filter((level) => (levels as readonly string[]).includes(level))).toEqual(levels);
  });

  test('is told in a title, in whole sentences, and with what to do', () => {
    expect(title).toMatch(/^[A-Z`].{10,80}[^.]$/);
    expect(description).toMatch(/^[A-Z].{30,500}\.$/);
    expect(remedy).toMatch(/^[A-Z].{20,300}\.$/);
  });

  test('has text that stands in a table of Markdown and, without its marks, anywhere', () => {
    for (const text of [title, description, remedy]) {
      expect(text).not.toMatch(/[|\n]| {2}/);
      expect(text.split('`').length % 2).toBe(1);
      // What looks like HTML stands in code.
      expect(text.replace(/`[^`]*`/g, '')).not.toMatch(/[<>*_[\]\\]/);
    }
  });
});
