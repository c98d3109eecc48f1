package org.cairn.ui.driver;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Display;

import java.nio.file.Path;
import java.util.Arrays;

/** A picture of the screen. */
public final class Picture {
    /** So many equal pictures in a row show that nothing moves any more. */
    private static final int STILL = 8;

    private Picture() {}

    /**
     * Takes a picture of a part of the screen.
     *
     * @param area of the screen
     * @param file a PNG file to be written
     */
    public static void take(Rectangle area, Path file) {
        save(of(area), file);
    }

    /**
     * Takes a picture of a part of the screen as soon as nothing moves in it.
     *
     * @param area of the screen
     * @param file a PNG file to be written
     */
    public static void takeStill(Rectangle area, Path file) {
        ImageData[] last = {of(area)};
        int[] equal = {0};
        Waiting.until(
                "a still picture for " + file.getFileName(),
                () -> {
                    ImageData next = of(area);
                    equal[0] = Arrays.equals(next.data, last[0].data) ? equal[0] + 1 : 0;
                    last[0] = next;
                    return equal[0] >= STILL;
                },
                () -> "one that moves");
        save(last[0], file);
    }

    private static ImageData of(Rectangle area) {
        return Ui.ask(
                () -> {
                    Display display = Ui.display();
                    GC gc = new GC(display);
                    Image image = new Image(display, area.width, area.height);
                    try {
                        gc.copyArea(image, area.x, area.y);
                        return image.getImageData();
                    } finally {
                        image.dispose();
                        gc.dispose();
                    }
                });
    }

    private static void save(ImageData picture, Path file) {
        ImageLoader loader = new ImageLoader();
        loader.data = new ImageData[] {picture};
        loader.save(file.toString(), SWT.IMAGE_PNG);
    }
}
