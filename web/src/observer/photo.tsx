// O5: photos. The file is drawn anew on a canvas, which leaves position, device and time of the file behind; only that
// copy is kept, encrypted, and its hash goes into the report. Off until the mission allows the camera.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {type Bytes, sha256, toHex} from '../log/bytes.ts';
import {label, t} from '../shared/messages.ts';
import {Note} from '../shared/ui.tsx';
import {put} from './database.ts';
import {pack} from './state.ts';
import type {Draft} from './types.ts';
import {seal} from './vault.ts';

const longEdge = 1600;
const limit = 180_000;

/** A JPEG of at most 1600 pixels and, where quality allows, at most 180 kB, without any metadata. */
export async function strip(file: Blob): Promise<Bytes> {
  const picture = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const scale = Math.min(1, longEdge / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of [0.75, 0.6, 0.45]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (!blob) throw new Error('photo.unreadable');
    if (blob.size <= limit || quality === 0.45) return new Uint8Array(await blob.arrayBuffer());
  }
  throw new Error('photo.unreadable');
}

export function Photos(props: {draft: Draft; change: (draft: Draft) => void}): JSX.Element {
  const {draft} = props;
  const [preview, setPreview] = useState('');
  const [wrong, setWrong] = useState('');
  const policy = pack.value?.policy;
  if (!policy?.camera) return <Note>{t('photo.off')}{policy?.camera_rule ? ' ' + label(policy.camera_rule) : ''}</Note>;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    try {
      const bytes = await strip(file);
      const hash = toHex(await sha256(bytes));
      await put('photos', hash, await seal(bytes));
      setPreview(URL.createObjectURL(new Blob([bytes], {type: 'image/jpeg'})));
      setWrong('');
      if (!draft.photos.some((photo) => photo.sha256 === hash)) props.change({...draft, photos: [...draft.photos, {sha256: hash, bytes: bytes.length, type: 'image/jpeg'}]});
    } catch { setWrong(t('photo.unreadable')); }
  };
  return (
    <div class="stack photo">
      <p>{t('photo.rule')}</p>
      {policy.camera_rule && <p class="quiet">{label(policy.camera_rule)}</p>}
      <label class="button">{t('photo.take', {n: draft.photos.length + 1})}<input class="hidden-text" type="file" accept="image/*" capture="environment" onChange={(event) => void take(event.currentTarget.files?.[0])} /></label>
      {wrong && <Note kind="warn" alert>{wrong}</Note>}
      {preview && <img src={preview} alt={t('photo.preview')} />}
      {draft.photos.map((photo, at) => (
        <div class="row apart" key={photo.sha256}><span>{t('photo.page', {n: at + 1, kb: Math.round(photo.bytes / 1024)})}</span>
          <button type="button" onClick={() => props.change({...draft, photos: draft.photos.filter((other) => other !== photo)})}>{t('photo.remove')}</button></div>))}
    </div>
  );
}
