import { expect as chai } from '@open-wc/testing';

interface Claim {
  to: Claim;
  be: Claim;
  not: Claim;
  deep: Claim;
  at: Claim;
  equal(value: unknown): void;
  contain(value: unknown): void;
  match(pattern: RegExp): void;
  below(value: number): void;
  greaterThan(value: number): void;
  most(value: number): void;
  within(from: number, to: number): void;
}

/** Chai's, without the type that makes each claim look like a promise. */
export const expect = chai as unknown as (value: unknown) => Claim;
