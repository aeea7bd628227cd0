import { ui } from '../text/ui/en.ts';
import { toast } from './toast.ts';

/** Copies the text and says so; false: the browser did not let us. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    toast(ui.copied);
    return true;
  } catch {
    toast(ui.copyFailed);
    return false;
  }
}
