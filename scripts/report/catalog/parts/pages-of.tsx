/** A part of a long list, on its own page. */
export interface Part<Item> {
  readonly items: readonly Item[];
  /** From 1. */
  readonly page: number;
  readonly of: number;
}

/** A list in parts of at most `size` items; an empty list is one empty part. */
export function partsOf<Item>(items: readonly Item[], size: number): readonly Part<Item>[] {
  const of = Math.max(1, Math.ceil(items.length / size));
  return Array.from({ length: of }, (_, index) => ({
    items: items.slice(index * size, (index + 1) * size),
    page: index + 1,
    of,
  }));
}

interface PagerProps {
  readonly page: number;
  readonly of: number;
  /** The address of a page, relative to this page. */
  readonly hrefOf: (page: number) => string;
}

/** Links to the previous, next, first and last part. */
export function Pager({ page, of, hrefOf }: PagerProps) {
  if (of === 1) return null;
  const near = [...new Set([1, page - 1, page, page + 1, of])].filter((each) => each >= 1 && each <= of);
  return (
    <nav class="pager" aria-label="Pages">
      {near.map((each, index) => (
        <>
          {index > 0 && each - (near[index - 1] ?? each) > 1 ? <span>…</span> : null}
          <a key={each} href={hrefOf(each)} aria-current={each === page ? "page" : undefined}>
            {each}
          </a>
        </>
      ))}
    </nav>
  );
}
