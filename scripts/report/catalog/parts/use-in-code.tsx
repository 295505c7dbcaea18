import { visible } from "../../../model/text/escape-controls.ts";

/** A few lines of code, with a button that copies them where there is script. */
export function Code({ lines, label }: { readonly lines: readonly string[]; readonly label: string }) {
  return (
    <div class="code-box">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <pre class="code" tabindex={0} role="region" aria-label={label}>
        {visible(lines.join("\n"))}
      </pre>
      <button type="button" class="copy script" data-copy>
        Copy
      </button>
    </div>
  );
}
