// What rules, gaps and launch items are called. Generated from the rules themselves, so nothing is written twice.
import lists from './generated/rules.json';

export interface Rule {
  id: string;
  gap: string;
  /** The launch item it speaks to, 1 to 10. */
  item: number;
  title: string;
}

export const RULES: ReadonlyMap<string, Rule> = new Map(lists.rules.map((rule) => [rule.id, rule]));
export const GAPS: readonly { id: string; title: string }[] = lists.gaps;
export const ITEMS: readonly { number: number; title: string }[] = lists.items;
