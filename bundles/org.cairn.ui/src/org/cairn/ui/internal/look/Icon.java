package org.cairn.ui.internal.look;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.ImageRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.swt.graphics.Image;

import java.util.Locale;

/** The pictures of what dumps consist of. Their colours can be seen on light and on dark ground. */
public enum Icon {
    /** A dump. */
    DUMP,
    /** A process. */
    PROCESS,
    /** A heap. */
    HEAP,
    /** A segment of a heap. */
    SEGMENT,
    /** The one before. */
    PREVIOUS,
    /** The one after. */
    NEXT;

    private static final String BUNDLE = "org.cairn.ui";

    /**
     * How to make the picture.
     *
     * @return 16 by 16 points, of any resolution
     */
    public ImageDescriptor descriptor() {
        String file = "icons/" + name().toLowerCase(Locale.ROOT) + ".svg";
        return ResourceLocator.imageDescriptorFromBundle(BUNDLE, file)
                .orElseGet(ImageDescriptor::getMissingImageDescriptor);
    }

    /**
     * The picture. Called on the UI thread.
     *
     * @return the platform's own: nobody disposes of it
     */
    public Image image() {
        ImageRegistry images = JFaceResources.getImageRegistry();
        String key = BUNDLE + "." + name();
        if (images.getDescriptor(key) == null) {
            images.put(key, descriptor());
        }
        return images.get(key);
    }
}
