import { expect, it } from "vitest";
import { dispositionOf, plainName } from "#lib/features/attachments/naming.ts";

it("a file keeps what it is called, and the ending of what is in it", () => {
  expect(plainName("Extrato março (2).PDF", "pdf")).toBe("Extrato março (2).PDF");
  expect(plainName("foto.jpeg", "jpeg")).toBe("foto.jpeg");
  expect(plainName("contas.csv", "text")).toBe("contas.csv");
  expect(plainName("run.html", "text")).toBe("run.html.txt");
  expect(plainName("invoice.pdf.exe", "pdf")).toBe("invoice.pdf.exe.pdf");
  expect(plainName("noending", "png")).toBe("noending.png");
});

it("and nothing that leads elsewhere, hides, or is somebody's CPF", () => {
  expect(plainName("C:\\Users\\ana\\..\\a.pdf", "pdf")).toBe("a.pdf");
  expect(plainName("../../etc/passwd", "text")).toBe("passwd.txt");
  expect(plainName("a\r\nSet-Cookie: x\0.pdf", "pdf")).toBe("aSet-Cookie_ x.pdf");
  expect(plainName("a\u202egpj.exe", "jpeg")).toBe("agpj.exe.jpg");
  expect(plainName("rg 529.982.247-25 e 52998224725.png", "png")).toBe(
    "rg ***.982.247-** e ***.982.247-**.png",
  );
  expect(plainName("\ud800.pdf", "pdf")).toBe("\ufffd.pdf");
  for (const dot of ["_", " ", "-"])
    expect(plainName(`rg ${["529", "982", "247", "25"].join(dot)}.pdf`, "pdf")).toBe("rg ***.982.247-**.pdf");
  expect(plainName("529.982.247.25.pdf", "pdf")).toBe("***.982.247-**.pdf");
  expect(plainName("529_982_247_26.pdf", "pdf")).toBe("529_982_247_26.pdf");
  for (const empty of ["", "...", "/", "\u200b", " . "]) expect(plainName(empty, "pdf")).toBe("");
  const long = plainName(`${"👩🏽‍⚖️".repeat(200)}.pdf`, "pdf");
  expect([...long].length).toBeLessThanOrEqual(120);
  expect(long.endsWith(".pdf")).toBe(true);
});

it("leaves as an attachment under that name, whatever is in it", () => {
  expect(dispositionOf('Ação "1".pdf')).toBe(
    "attachment; filename=\"Acao _1_.pdf\"; filename*=UTF-8''A%C3%A7%C3%A3o%20%221%22.pdf",
  );
  expect(dispositionOf("")).toBe("attachment; filename=\"file\"; filename*=UTF-8''file");
  expect(dispositionOf("中 (1)*'.txt")).toBe(
    "attachment; filename=\"_ (1)__.txt\"; filename*=UTF-8''%E4%B8%AD%20%281%29%2A%27.txt",
  );
});
