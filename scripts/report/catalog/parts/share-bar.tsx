import type { ComponentChildren } from "preact";
import type { Value } from "../../../model/model.ts";
import { Text, toneOf } from "./words.tsx";

interface BarPart {
  readonly value: Value;
  /** In the unit of `of`, the length of the bar. */
  readonly size: number;
  readonly label: ComponentChildren;
}

interface ShareBarProps {
  readonly parts: readonly BarPart[];
  /** The whole; the rest beyond the parts is drawn as continuing to the next step. */
  readonly of: number;
  readonly values: readonly Value[];
}

/** Parts of a whole side by side, each as wide as its share, with labels below. */
export function ShareBar({ parts, of, values }: ShareBarProps) {
  const shown = parts.filter(({ size }) => size > 0);
  return (
    <div class="bar-box">
      <div class="bar" aria-hidden="true">
        {shown.map(({ value, size }) => (
          <i key={`${value}`} class={toneOf(value, values)} style={`width:${percentOf(size, of)}%`} />
        ))}
      </div>
      <ul class="bar-key">
        {parts.map(({ value, label }) => (
          <li key={`${value}`}>
            <i class={`dot ${toneOf(value, values)}`} aria-hidden="true" />
            <Text>{`${value}`}</Text> <span>{label}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function percentOf(size: number, of: number): number {
  return of === 0 ? 0 : Math.round((size / of) * 10_000) / 100;
}
