import type { ComponentChildren } from "preact";

/** A link that leaves the site, or just its text if there is nothing to link to. */
export function Out({ href, children }: { readonly href: string | undefined; readonly children: ComponentChildren }) {
  if (href === undefined) return <>{children}</>;
  return (
    <a href={href} rel="noreferrer">
      {children}
    </a>
  );
}
