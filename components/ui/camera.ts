export type CameraTrouble = "denied" | "none" | "busy" | "insecure" | "small" | "other";

const TROUBLES: Record<string, CameraTrouble> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  DevicesNotFoundError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
  OverconstrainedError: "small",
};

export const troubleOf = (error: unknown): CameraTrouble =>
  (error instanceof DOMException && TROUBLES[error.name]) || "other";

/** The camera that looks at whoever sits before it. Asks for more than Unico needs; takes what there is. */
export async function openCamera(): Promise<MediaStream | CameraTrouble> {
  // Browsers hide it from addresses that are not secure.
  if (!navigator.mediaDevices) return "insecure";
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "user", width: { ideal: 1_280 }, height: { ideal: 960 } },
    });
  } catch (error) {
    return troubleOf(error);
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

const JPEG_QUALITY = 0.92;

/** The frame that stands in the video, as the camera sees it and not mirrored. */
export async function takePicture(video: HTMLVideoElement): Promise<File | CameraTrouble> {
  if (video.readyState < video.HAVE_CURRENT_DATA)
    await new Promise((resolve) => video.addEventListener("loadeddata", resolve, { once: true }));
  const { videoWidth: width, videoHeight: height } = video;
  if (Math.max(width, height) < 640 || Math.min(width, height) < 480) return "small";
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY),
  );
  return blob ? new File([blob], "webcam.jpg", { type: "image/jpeg" }) : "other";
}
