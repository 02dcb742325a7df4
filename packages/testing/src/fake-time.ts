import { vi } from 'vitest';
import { takeGlobalTimers } from '../../core/src/runtime/timers.js';

/** Fake timers that drive the time of this library, too, which fake timers alone do not. */
export function useFakeTime(config?: Parameters<typeof vi.useFakeTimers>[0]): void {
  vi.useFakeTimers(config);
  takeGlobalTimers();
}

export function useRealTime(): void {
  vi.useRealTimers();
  takeGlobalTimers();
}
