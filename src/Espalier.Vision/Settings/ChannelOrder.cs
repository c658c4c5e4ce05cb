namespace Espalier.Vision;

/// <summary>In which order a model takes the planes of a picture.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as models of the Caffe and Detectron families take them.</summary>
    Bgr,
}
