import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { FilterFields } from "#components/table/filter-group.tsx";
import { formatterFor } from "#lib/format.ts";

it("a bound with decimals, as a chart's link has it, is one that the form takes and its chip names", () => {
  const bound = (name: string, value: string) => ({ name, label: name, value });
  const markup = renderToStaticMarkup(
    <FilterFields
      counts={{}}
      group={{
        kind: "range",
        min: bound("scoreMin", "10"),
        max: bound("scoreMax", "19.999"),
        bounds: { min: -100, max: 100 },
      }}
    />,
  );
  // Without it a browser refuses anything but whole numbers.
  expect(markup.match(/step="any"/g)).toHaveLength(2);
  expect(formatterFor("en").scoreBound(19.999)).toBe("+19.999");
  expect(formatterFor("pt-BR").scoreBound(-19.999)).toBe("−19,999");
});
