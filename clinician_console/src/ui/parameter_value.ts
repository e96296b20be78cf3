// One step of a parameter towards its calm or its intense end.
import type { ParameterPart } from '../wire';

type Facts = Pick<ParameterPart, 'type' | 'calm' | 'intense' | 'step'> & {
  readonly choices: readonly { readonly id: string }[];
};

/** The next value, `by` +1 stronger or -1 gentler; null at the end of the range. */
export function moved(parameter: Facts, value: number | string, by: 1 | -1): number | string | null {
  if (parameter.type === 'choice') {
    const at = parameter.choices.findIndex((c) => c.id === value);
    return parameter.choices[at + by]?.id ?? null;
  }
  if (typeof value !== 'number') return null;
  const [low, high] = [Math.min(parameter.calm, parameter.intense), Math.max(parameter.calm, parameter.intense)];
  const towards = parameter.intense > parameter.calm ? by : -by;
  const onGrid = Math.round((value - parameter.calm) / parameter.step) * parameter.step + parameter.calm;
  const next = Math.max(low, Math.min(high, onGrid + towards * parameter.step));
  const rounded = Number(next.toFixed(6));
  return Math.abs(rounded - value) < 1e-9 ? null : rounded;
}
