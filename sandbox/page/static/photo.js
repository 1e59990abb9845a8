// A picture as Telegram sends it: JPEG, no side longer than 1280.

const LONGEST = 1280;
const QUALITY = 0.87;

/** The picture in base64; null when the file is none. */
export async function asJpeg(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
  } catch {
    return null;
  }
}
