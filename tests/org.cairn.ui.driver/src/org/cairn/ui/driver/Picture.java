package org.cairn.ui.driver;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Display;

import java.nio.file.Path;

/** A picture of the screen. */
public final class Picture {
    private Picture() {}

    /**
     * Takes a picture of a part of the screen.
     *
     * @param area of the screen
     * @param file a PNG file to be written
     */
    public static void take(Rectangle area, Path file) {
        Ui.act(
                () -> {
                    Display display = Ui.display();
                    GC gc = new GC(display);
                    Image image = new Image(display, area.width, area.height);
                    try {
                        gc.copyArea(image, area.x, area.y);
                        ImageLoader loader = new ImageLoader();
                        loader.data = new ImageData[] {image.getImageData()};
                        loader.save(file.toString(), SWT.IMAGE_PNG);
                    } finally {
                        image.dispose();
                        gc.dispose();
                    }
                });
    }
}
