import { describe, expect, it } from 'vitest';
import { dolosInfo, type DolosFile } from '../../../reports/gradebook/dolos.ts';
import { rfc4180 } from './rfc4180.ts';

describe("Dolos's info.csv", () => {
  it('names each file with its exercise, time and student, in the order of the files', () => {
    const files = [
      fileOf({ filename: '02-backward/grace.ts', createdAt: null, fullName: 'Hopper, "Grace"' }),
      fileOf({ filename: '02-backward/ada.ts' }),
    ];
    const text = `filename,label,created_at,full_name\r
02-backward/ada.ts,02-backward,2026-11-23T17:00:00.000Z,Ada Lovelace\r
02-backward/grace.ts,02-backward,,"Hopper, ""Grace"""\r
`;
    expect(dolosInfo(files)).toBe(text);
    expect(dolosInfo(files.toReversed())).toBe(text);
  });

  it('names a file by a path that opens, and no formula', () => {
    const [, row] = rfc4180(dolosInfo([fileOf({ filename: '=ada/02-backward.ts', fullName: '=1+1' })]));
    expect(row?.[0]).toBe('./=ada/02-backward.ts');
    expect(row?.[3]).toBe("'=1+1");
  });
});

function fileOf(fields: Partial<DolosFile>): DolosFile {
  return {
    filename: '02-backward/ada.ts',
    label: '02-backward',
    createdAt: '2026-11-23T17:00:00.000Z',
    fullName: 'Ada Lovelace',
    ...fields,
  };
}
