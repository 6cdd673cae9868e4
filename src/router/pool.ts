import type { Row } from './management.js';
import { numberOf, textOf } from './value.js';

/** A memory pool of a router at one moment. */
export interface Pool {
  type: string;
  /** Bytes of one object. */
  size: number;
  batch: number | null;
  /** Objects. */
  allocated: number;
  inThreads: number;
}

/**
 * The router counts (src/alloc_pool.c) as held by threads every object from when a thread takes it, in a batch, from
 * the heap or the shared list, until a thread puts it, in a batch, on that list: those in use are among them.
 */
export function poolOf(row: Row): Pool | null {
  const [type, size] = [textOf(row['typeName']), numberOf(row['typeSize'])];
  const [fromHeap, toHeap] = [numberOf(row['totalAllocFromHeap']), numberOf(row['totalFreeToHeap'])];
  const inThreads = numberOf(row['heldByThreads']);
  if (type === null || size === null || fromHeap === null || toHeap === null || inThreads === null) return null;
  return { type, size, batch: numberOf(row['transferBatchSize']), allocated: fromHeap - toHeap, inThreads };
}
