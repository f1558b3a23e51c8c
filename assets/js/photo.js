// A photo made fit to send: turned upright, no side over 1600 px, JPEG. Other papers (PDF, OFD, XML) go as they are.

export const LONGEST = 1600;
const QUALITY = 0.85;

/** Width and height after shrinking; never enlarged. */
export function shrunk(width, height, longest = LONGEST) {
  const by = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * by), height: Math.round(height * by) };
}

async function decoded(blob) {
  if (typeof createImageBitmap === "function") {
    try {
      return await createImageBitmap(blob, { imageOrientation: "from-image" });
    } catch {
      // An older in-app browser knows the function but not the option.
      return createImageBitmap(blob);
    }
  }
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return image;
}

/** Draws `image` turned by quarter turns, no side over `longest`. */
export function drawn(image, turns, longest) {
  const { width, height } = shrunk(image.width, image.height, longest);
  const across = turns % 2 === 1;
  const canvas = document.createElement("canvas");
  canvas.width = across ? height : width;
  canvas.height = across ? width : height;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((turns * Math.PI) / 2);
  pen.drawImage(image, -width / 2, -height / 2, width, height);
  return canvas;
}

/** The file as it will be sent, and a small canvas to look at; a paper that is no picture has no canvas. */
export async function prepared(file, turns = 0) {
  if (!file.type.startsWith("image/")) return { blob: file, name: file.name, thumb: null };
  let image;
  try {
    image = await decoded(file);
  } catch {
    return { blob: file, name: file.name, thumb: null };
  }
  const canvas = drawn(image, turns, LONGEST);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  const isSmaller = turns === 0 && file.type === "image/jpeg" && file.size <= (blob?.size ?? Infinity);
  const name = `${file.name.replace(/\.\w+$/, "")}.jpg`;
  return { blob: isSmaller ? file : (blob ?? file), name: isSmaller ? file.name : name, thumb: drawn(image, turns, 160) };
}
