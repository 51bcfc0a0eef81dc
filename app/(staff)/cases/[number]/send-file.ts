/** Sends one file as the form would; why it was not taken, in words, or null where it was. */
export async function sendFile(address: string, file: File, lost: string): Promise<string | null> {
  const form = new FormData();
  form.append("files", file);
  try {
    const response = await fetch(address, {
      method: "POST",
      body: form,
      headers: { accept: "application/json" },
    });
    if (!response.ok) return (response.status < 500 && (await response.text())) || lost;
    return whyIn(await response.json());
  } catch {
    return lost;
  }
}

function whyIn(answer: unknown): string | null {
  const refused = typeof answer === "object" && answer && "refused" in answer ? answer.refused : null;
  const first: unknown = Array.isArray(refused) ? refused[0] : null;
  const words = typeof first === "object" && first && "words" in first ? first.words : null;
  return typeof words === "string" ? words : null;
}
