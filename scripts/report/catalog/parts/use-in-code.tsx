import { visible } from "../../../model/text/escape-controls.ts";

/** A few lines of code, with a button that copies them if scripts run. */
export function Code({ lines, label }: { readonly lines: readonly string[]; readonly label: string }) {
  return (
    <section class="code-box" aria-label={label}>
      <pre class="code" tabindex={0}>
        {lines.map(visible).join("\n")}
      </pre>
      <button type="button" class="copy script" data-copy>
        Copy
      </button>
    </section>
  );
}
